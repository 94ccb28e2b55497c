import { listRefs } from '../git/refs.ts'
import type { Exchange } from '../http/exchange.ts'
import type { PullRequest } from '../world/pull-request.ts'
import type { Repository } from '../world/repository.ts'
import type { RunRecord } from '../world/run-store.ts'
import type { World } from '../world/world.ts'
import { html, page } from './html.ts'
import type { Html } from './html.ts'

function runTable(runs: readonly RunRecord[]): Html {
  const rows = runs.toReversed().map(
    (run) =>
      html`<tr>
        <td><a href="/${run.repository}/actions/runs/${run.id}">${run.workflowName} #${run.runNumber}</a></td>
        <td>${run.displayTitle}</td>
        <td class="muted">${run.event.name} by ${run.actor}</td>
        <td class="${run.conclusion ?? ''}">${run.conclusion ?? run.status}</td>
        <td class="muted">${run.createdAt}</td>
      </tr>`,
  )
  return rows.length === 0
    ? html`<p class="muted">No runs yet.</p>`
    : html`<table>
        ${rows}
      </table>`
}

function stateOf(pull: PullRequest): string {
  return pull.mergedAt === undefined ? pull.state : 'merged'
}

function pullSection(repository: Repository, pull: PullRequest): Html {
  const comments = pull.comments.map(
    (comment) =>
      html`<p class="muted">${comment.author}, ${comment.updatedAt}</p>
        <pre>${comment.body}</pre>`,
  )
  const reviews = pull.reviews.map((review) => html`<li>${review.author}: ${review.state.toLowerCase()} ${review.body}</li>`)
  return html`<h3><a href="/${repository.fullName}/pull/${pull.number}">#${pull.number} ${pull.title}</a></h3>
    <p>
      <span class="${stateOf(pull)}">${stateOf(pull)}${pull.draft ? ', draft' : ''}</span>
      <span class="muted">${pull.headRef} → ${pull.baseRef}, by ${pull.author}</span>
    </p>
    ${comments}
    <ul>
      ${reviews}
    </ul>`
}

async function repositorySection(world: World, repository: Repository): Promise<Html> {
  const branches = (await listRefs(repository.bare, 'refs/heads/')).map(
    ({ name, sha }) =>
      html`<tr>
        <td>${name.slice('refs/heads/'.length)}</td>
        <td><code>${sha.slice(0, 12)}</code></td>
      </tr>`,
  )
  const open = repository.pulls.filter(({ state }) => state === 'open').map((pull) => pullSection(repository, pull))
  return html`<h2>${repository.fullName}</h2>
    <p class="muted">git clone ${world.url}/${repository.fullName}.git, or look into ${repository.bare.path}</p>
    <table>
      ${branches}
    </table>
    ${open}
    <h3>Runs</h3>
    ${runTable(world.runs.all.filter((run) => run.repository === repository.fullName))}`
}

async function overview(world: World): Promise<string> {
  const sections = await Promise.all(world.repositories.map((repository) => repositorySection(world, repository)))
  return page(
    'GitHub, simulated',
    html`<h1>GitHub, simulated</h1>
      <p class="muted">It is ${world.clock.iso()} here. Events waiting: ${world.events.pending.length}.</p>
      ${sections}`,
  )
}

/** A pull request or a run by the address that `html_url` gives; the overview for everything else. */
async function pageAt(world: World, path: string): Promise<string> {
  const [, owner = '', name = '', kind, number] = /^\/([^/]+)\/([^/]+)\/(pull|actions\/runs)\/(\d+)/.exec(path) ?? []
  const repository = world.findRepository(owner, name)
  const pull = kind === 'pull' ? repository?.pull(Number(number)) : undefined
  if (repository !== undefined && pull !== undefined) {
    return page(
      pull.title,
      html`<p><a href="/">Overview</a></p>
        ${pullSection(repository, pull)}
        <pre>${pull.body ?? ''}</pre>`,
    )
  }
  const run = kind === 'actions/runs' ? world.runs.find(Number(number)) : undefined
  if (run === undefined) return overview(world)
  return page(
    run.displayTitle,
    html`<p><a href="/">Overview</a></p>
      ${runTable([run])}
      <pre>${run.log}</pre>`,
  )
}

/** Pages for people at this machine: where to look. They ask for no token, and show no secret (logs are masked). */
export async function servePage(exchange: Exchange): Promise<void> {
  exchange.kind = 'control'
  exchange.route = 'page'
  exchange.sendText(200, await pageAt(exchange.world, exchange.target.split('?')[0] ?? '/'), 'text/html; charset=utf-8')
}
