/** Where a figure stands on a page: no heading and no part of a picture has such an id. */
export const figureId = (name: string): string => `figure_${name}`;
