import { feature, merged, rebuild, version } from './developing.ts'
import { close, foreign, spoil, squash } from './hands.ts'
import type { Operation } from './operation.ts'
import { putBack, rewind } from './rewinding.ts'
import { resolve } from './resolving.ts'
import { approve, deploy, gate, hotfix, promote, promoteAll, reset, sweep, sync } from './promoting.ts'
import { acknowledge, data, hold, mend, release, resume, rollback, stop, trap } from './trouble.ts'

/** Everything that can happen to the shop, with how often it does. */
export const operations: Readonly<Record<string, { weight: number; run: Operation }>> = {
  feature: { weight: 6, run: feature },
  version: { weight: 5, run: version },
  merged: { weight: 3, run: merged },
  rebuild: { weight: 1, run: rebuild },
  promote: { weight: 10, run: promote },
  promoteAll: { weight: 4, run: promoteAll },
  hotfix: { weight: 2, run: hotfix },
  resolve: { weight: 5, run: resolve },
  approve: { weight: 7, run: approve },
  gate: { weight: 2, run: gate },
  deploy: { weight: 2, run: deploy },
  sweep: { weight: 3, run: sweep },
  sync: { weight: 4, run: sync },
  reset: { weight: 3, run: reset },
  trap: { weight: 4, run: trap },
  mend: { weight: 3, run: mend },
  data: { weight: 3, run: data },
  rollback: { weight: 5, run: rollback },
  hold: { weight: 3, run: hold },
  release: { weight: 4, run: release },
  stop: { weight: 1, run: stop },
  resume: { weight: 3, run: resume },
  acknowledge: { weight: 2, run: acknowledge },
  foreign: { weight: 4, run: foreign },
  spoil: { weight: 1, run: spoil },
  squash: { weight: 3, run: squash },
  rewind: { weight: 1, run: rewind },
  putBack: { weight: 4, run: putBack },
  close: { weight: 2, run: close },
}
