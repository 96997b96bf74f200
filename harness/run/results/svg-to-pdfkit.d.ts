/** What is used of svg-to-pdfkit, which brings no types. */
declare module 'svg-to-pdfkit' {
  export default function drawSvg(
    document: PDFKit.PDFDocument,
    svg: string,
    x: number,
    y: number,
    options: { fontCallback: (family: string, bold: boolean, italic: boolean) => string },
  ): void;
}
