/** Folders on this machine that commands run in; made fresh, removed with `dispose`. */
export interface Workspace {
  /** Writes files (mode 0644 or 0755) below a new folder and returns its absolute path. Paths that escape are refused: `path-escapes`. */
  unpack(files: ReadonlyMap<string, { bytes: Uint8Array; executable: boolean }>): Promise<string>
  dispose(): Promise<void>
  /** Regular files below `folder` whose path matches one of the globs; links are refused: `release-link`. */
  collect(folder: string, globs: readonly string[]): Promise<ReadonlyMap<string, { bytes: Uint8Array; executable: boolean }>>
  /** Writes files below an existing or new folder. Paths that escape are refused: `path-escapes`. */
  write(folder: string, files: ReadonlyMap<string, { bytes: Uint8Array; executable: boolean }>): Promise<void>
}

/** Values behind `env:NAME`, resolved at act time by the shell of the action or CLI; all missing ones reported together as `env-missing`. */
export interface Secrets {
  resolve(values: Readonly<Record<string, string>>): Record<string, string>
}

/** GET with a limit in milliseconds, for HTTP verification; a refused connection is a status of 0 with the reason. */
export interface HttpProbe {
  get(url: string, timeout: number): Promise<{ status: number; detail: string }>
}
