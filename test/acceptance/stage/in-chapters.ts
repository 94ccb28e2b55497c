import { afterAll, beforeAll, describe, it } from 'vitest'
import type { StoryEngineName } from '../../story/stage/databases.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { openTemporaryStage, type TemporaryStage } from './temporary-stage.ts'

const minutes = 60_000

export type Chapter = (title: string, play: (stage: Stage) => Promise<void>) => void

/** A story on a stage of its own, a test for each chapter; a chapter stands on the ones before it, so the first that fails ends it. */
export function inChapters(title: string, engine: StoryEngineName, tell: (chapter: Chapter) => void): void {
  describe(title, () => {
    let opened: TemporaryStage | undefined
    let broken: string | undefined
    beforeAll(async () => void (opened = await openTemporaryStage(engine)), 5 * minutes)
    afterAll(async () => opened?.close())
    tell((name, play) =>
      it(
        name,
        async () => {
          if (opened === undefined || broken !== undefined) throw new Error(`The story ended before: ${broken ?? 'no stage'}.`)
          broken = name
          await play(opened.stage)
          broken = undefined
        },
        10 * minutes,
      ),
    )
  })
}
