import { initWasm, Resvg } from '@resvg/resvg-wasm';

export interface PngAssets {
  /** resvg as WebAssembly. */
  wasm: Uint8Array;
  /** The only fonts there are; the first is DejaVu Sans. */
  fonts: readonly Uint8Array[];
}

/** Pixels of the picture for one of the SVG: sharp on dense screens and in print. */
const SCALE = 1.5;

/** The program is loaded once a process and stays. */
let loading: Promise<void> | undefined;

/**
 * The SVG as PNG, half as wide and high again. Letters are drawn from the fonts given and from no others, so the same
 * SVG gives the same bytes on every machine. Throws what resvg throws of text that is no SVG.
 */
export async function figurePng(svg: string, { wasm, fonts }: PngAssets): Promise<Uint8Array> {
  loading ??= initWasm(wasm);
  await loading;
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { fontBuffers: [...fonts], defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
  });
  const image = drawing.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    drawing.free();
  }
}
