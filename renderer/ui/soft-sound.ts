/** A soft sound, made here: no file to load, nothing that could be missing offline. */

/** Two tones like a small bell; Hz. */
const tones = [
  { pitch: 880, after: 0 },
  { pitch: 1175, after: 0.16 },
];
/** Of 1; a colleague on the telephone must not mind. */
const loudness = 0.06;
const seconds = 0.5;

let context: AudioContext | null = null;

/** Nothing where the browser has no sound, or wants a click first. */
export function playSoftly(): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  void context.resume().catch(() => undefined);
  for (const { pitch, after } of tones) ring(context, pitch, context.currentTime + after);
}

function ring(audio: AudioContext, pitch: number, at: number): void {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(loudness, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + seconds);
}
