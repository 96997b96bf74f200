import PDFDocument from 'pdfkit';
import drawSvg from 'svg-to-pdfkit';

/** No day and no machine is part of a picture. */
const EPOCH = new Date(0);

/**
 * The SVG as a PDF of one page of its size; letters are drawn from the font given and from no other, so that the same SVG gives the same
 * bytes on every machine.
 * @param fonts the regular face and the bold one, as TrueType
 */
export async function figurePdf(svg: string, fonts: readonly Uint8Array[]): Promise<Uint8Array> {
  const [width, height] = ['width', 'height'].map((name) =>
    Number(new RegExp(`^<svg[^>]* ${name}="([\\d.]+)"`).exec(svg)?.[1]),
  );
  const document = new PDFDocument({
    ...{ size: [width!, height!], margin: 0, info: { CreationDate: EPOCH } },
  });
  const [regular, bold = regular] = fonts;
  document.registerFont('regular', Buffer.from(regular!)).registerFont('bold', Buffer.from(bold!));
  const parts: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', resolve);
    document.on('error', reject);
  });
  drawSvg(document, svg, 0, 0, { fontCallback: (_family, isBold) => (isBold ? 'bold' : 'regular') });
  document.end();
  await ended;
  return Buffer.concat(parts);
}
