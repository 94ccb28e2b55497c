import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readFeature, readFolder, shopFolder } from './read-feature.ts'

export interface Ran {
  code: number
  stdout: string
  stderr: string
}

/** Runs a program to its end; a failure is an answer. Nothing of this process's environment but PATH and HOME is passed on. */
export function runIn(folder: string, program: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const inherited = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' }
  return new Promise((resolve) => {
    execFile(program, args, { cwd: folder, env: { ...inherited, ...env } }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ code, stdout, stderr })
    })
  })
}

/** Writes a tree to a folder; shell scripts stay executable. */
export async function writeTree(folder: string, tree: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, content] of tree) {
    await mkdir(join(folder, dirname(path)), { recursive: true })
    await writeFile(join(folder, path), content, { mode: path.endsWith('.sh') ? 0o755 : 0o644 })
  }
}

/** The consumer repository with `main` and a branch for each feature, pushes of a second version on top of the first. */
export class StoryRepository {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  static async create(features: readonly string[]): Promise<StoryRepository> {
    const repository = new StoryRepository(await mkdtemp(join(tmpdir(), 'stagecoach-merges-')))
    await repository.git('init', '-q', '-b', 'main')
    await writeTree(repository.folder, await readFolder(shopFolder))
    await repository.commit('The shop')
    for (const name of features) await repository.push(name)
    await repository.git('checkout', '-q', 'main')
    return repository
  }

  async git(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.tryGit(...args)
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr || stdout}`)
    return stdout.trim()
  }

  tryGit(...args: string[]): Promise<Ran> {
    const settings = [
      'user.name=story',
      'user.email=story@example.com',
      'commit.gpgsign=false',
      'core.hooksPath=/dev/null',
      'gc.auto=0',
    ]
    const given = settings.flatMap((setting) => ['-c', setting])
    return runIn(this.folder, 'git', [...given, ...args], { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' })
  }

  /** Three-way merge of two branches without a work tree: the paths in conflict, none when it is clean. */
  async conflicts(one: string, other: string): Promise<string[]> {
    const { code, stdout } = await this.tryGit('merge-tree', '--write-tree', '--name-only', '--no-messages', one, other)
    return code === 0 ? [] : stdout.trim().split('\n').slice(1)
  }

  read(path: string): Promise<string> {
    return readFile(join(this.folder, path), 'utf8')
  }

  async commit(message: string): Promise<void> {
    await this.git('add', '-A')
    await this.git('commit', '-q', '-m', message)
  }

  dispose(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true })
  }

  private async push(name: string): Promise<void> {
    const feature = await readFeature(name)
    await this.git('checkout', '-q', '-B', feature.branch, feature.basedOn)
    for (const path of feature.delete) await this.git('rm', '-q', '--', path)
    await writeTree(this.folder, feature.files)
    await this.commit(feature.title)
    await this.git('tag', name)
  }
}
