import type { SimEvent } from '../events.ts'
import type { RunnerFactory, RunnerHost } from '../runner-host.ts'
import type { Conclusion, WorkflowRun } from '../runs.ts'

/** A runner whose runs do what a test says: one job `build` for each push, dispatch and schedule. */
export function scriptedRunner(work: (run: WorkflowRun, host: RunnerHost, jobId: number) => Promise<Conclusion>): RunnerFactory {
  return (host) => {
    const finish = async (run: WorkflowRun): Promise<void> => {
      const job = host.addJob(run.id, { key: 'build', name: 'build' })
      host.updateRun(run.id, { status: 'in_progress' })
      host.updateJob(job.id, { status: 'in_progress', appendLog: 'hello\n' })
      const conclusion = await work(run, host, job.id)
      host.updateJob(job.id, { status: 'completed', conclusion })
      host.updateRun(run.id, { status: 'completed', conclusion })
    }
    const handle = async (event: SimEvent): Promise<void> => {
      if (!['push', 'workflow_dispatch', 'schedule'].includes(event.name)) return
      await finish(host.createRun(event, { workflowName: 'Build', workflowPath: '.github/workflows/build.yml' }))
    }
    return {
      handle,
      rerun: (run) => finish(run),
      cancel: async (run) => host.updateRun(run.id, { status: 'completed', conclusion: 'cancelled' }),
      async schedule(from, to) {
        const noon = Date.parse('2026-11-20T12:00:00Z')
        const due = from.getTime() < noon && noon <= to.getTime()
        return due ? [{ repository: 'acme/shop', workflowPath: '.github/workflows/build.yml', cron: '0 12 * * *' }] : []
      },
      close: async () => {},
    }
  }
}
