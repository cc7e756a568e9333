import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type VariantColorsResolver,
} from '@mantine/core';

/** Mantine writes white on every filled button; our accent is light in the dark, and has an ink of its own. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colours = defaultVariantColorsResolver(input);
  const isAccent = input.variant === 'filled' && (input.color ?? 'blue') === 'blue';
  return isAccent ? { ...colours, color: 'var(--accent-ink)' } : colours;
};

export const theme = createTheme({
  variantColorResolver,
  fontFamily: 'var(--font)',
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  primaryColor: 'blue',
  defaultRadius: 'md',
  fontSizes: { xs: '13px', sm: '14px', md: '16px', lg: '18px', xl: '21px' },
  cursorType: 'pointer',
  // Greys of our own hue: text, then lines, fields, panels, the ground.
  colors: {
    dark: [
      ...(['#e9edf3', '#c6ced9', '#aab4c1', '#8d97a5', '#3a424e'] as const),
      ...(['#2e353f', '#20262e', '#1a1e25', '#12151a', '#0d1014'] as const),
    ],
  },
  components: {
    Button: { defaultProps: { size: 'md' } },
    SegmentedControl: { defaultProps: { withItemsBorders: false }, styles: { label: { minWidth: 44 } } },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    NativeSelect: { defaultProps: { size: 'md' } },
    NumberInput: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
    CloseButton: { defaultProps: { size: 44, iconSize: 20 } },
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 0 } } },
    // Mantine's placeholder for the first focus is no item, which a menu may not hold.
    Menu: { defaultProps: { transitionProps: { duration: 0 }, withInitialFocusPlaceholder: false } },
  },
});

/** Mantine draws with our tokens, so that there is one set of colours. */
export const themeVariables: CSSVariablesResolver = () => {
  const ours = {
    '--mantine-color-body': 'var(--bg)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink2)',
    '--mantine-color-placeholder': 'var(--ink3)',
    '--mantine-color-error': 'var(--bad)',
    // White stands on it in both schemes.
    '--mantine-color-red-filled': '#b82a24',
    '--mantine-color-red-filled-hover': '#a32520',
    '--mantine-color-default': 'var(--panel)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-default-hover': 'var(--accent-weak)',
    '--mantine-color-blue-filled': 'var(--accent)',
    '--mantine-color-blue-filled-hover': 'var(--accent)',
    '--mantine-color-blue-light': 'var(--accent-weak)',
    '--mantine-color-blue-light-color': 'var(--accent)',
    '--mantine-primary-color-contrast': 'var(--accent-ink)',
    '--mantine-color-anchor': 'var(--accent)',
  };
  return { variables: {}, light: ours, dark: ours };
};
