import { StepOutput } from '../../commands/step-output.ts'
import { runStepProcess } from '../run-process.ts'
import type { StepCall } from '../run-process.ts'

/** Runs git as the step, so that its output is logged and masked and a kill reaches it. `quiet` keeps a probe out of the log. */
export async function runGit(
  call: StepCall,
  cwd: string,
  args: readonly string[],
  quiet = false,
): Promise<{ readonly succeeded: boolean; readonly text: string }> {
  const lines: string[] = []
  const { sink } = call.output
  const output = new StepOutput({
    masks: sink.masks,
    annotate: (annotation) => sink.annotate(annotation),
    log: (line) => {
      if (!line.startsWith('##[error]Process completed')) lines.push(line)
      if (!quiet) sink.log(line)
    },
  })
  if (!quiet) call.output.line(`[command]git ${args.join(' ')}`)
  const extra = { GIT_TERMINAL_PROMPT: '0' }
  const succeeded = await runStepProcess({ ...call, output }, { command: 'git', args, cwd, extra })
  return { succeeded, text: lines.join('\n') }
}
