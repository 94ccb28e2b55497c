import { runAction } from '@stagecoach/action-kit'
import { main } from './main.ts'
import { spec } from './spec.ts'

await runAction(spec, main)
