/** The containers that Windows and macOS keep an icon in: both hold PNGs of several sizes, one after the other. */

export interface IconImage {
  /** Width and height, pixels. */
  readonly size: number;
  readonly png: Buffer;
}

/** Sizes drawn; Linux takes them one by one, from a folder. */
export const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512] as const;
export const windowsSizes = [16, 24, 32, 48, 64, 128, 256] as const;
export const macSizes = [16, 32, 64, 128, 256, 512, 1024] as const;

/** Of a size on the screen, and of a screen with twice the pixels. */
const macTypes: Readonly<Record<number, readonly string[]>> = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

/** @param images sizes of at most 256, in any order @returns the content of an `.ico` */
export function toIco(images: readonly IconImage[]): Buffer {
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach(({ size, png }, index) => {
    const entry = 6 + 16 * index;
    // A byte each: 256 is written as 0.
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...images.map(({ png }) => png)]);
}

/** @param images of `macSizes` @returns the content of an `.icns` */
export function toIcns(images: readonly IconImage[]): Buffer {
  const blocks = images.flatMap(({ size, png }) =>
    (macTypes[size] ?? []).map((type) => Buffer.concat([icnsHeader(type, png.length), png])),
  );
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  return Buffer.concat([icnsHeader('icns', length), ...blocks]);
}

/** @param length of what follows, without the header itself */
function icnsHeader(type: string, length: number): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(length + 8, 4);
  return header;
}
