/** Where a figure and a table stand on a page: no heading and no part of a picture has such an id. */
export const figureId = (name: string): string => `figure_${name}`;
export const tableId = (name: string): string => `table_${name}`;
