/** The version of the whole suite; a test compares it with the package.json at the root, which a bundle cannot read. */
export const version = '0.1.0'
