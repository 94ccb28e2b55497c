import { refuseActions } from '../changes/open-pull.ts'
import { changePull } from '../changes/pull-state.ts'
import { raisePullEvent } from '../changes/pull-events.ts'
import { resolveCommit } from '../git/refs.ts'
import { limited, oneOf, optionalText, optionalTexts, text } from '../http/body.ts'
import { HttpError, invalid, notFound } from '../http/http-error.ts'
import { paged } from '../http/paging.ts'
import { numberParam, pullParam } from '../http/params.ts'
import { created, ok, read, repositoryRoute, write } from '../http/route.ts'
import type { Answer, RepositoryRequest, Route } from '../http/route.ts'
import { presentReview } from '../present/discussion.ts'
import { presentPull } from '../present/pull-request.ts'
import { presentTeam, presentUser } from '../present/user.ts'
import type { PullRequest, Review } from '../world/pull-request.ts'

const states = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const

function refuseOwnVerdict(request: RepositoryRequest, pull: PullRequest, event: keyof typeof states): void {
  if (event === 'COMMENT') return
  if (event === 'APPROVE') refuseActions(request.act, request.repository)
  if (pull.author !== request.principal.login) return
  const what = event === 'APPROVE' ? 'approve' : 'request changes on'
  throw new HttpError(422, `Unprocessable Entity`, [`Can not ${what} your own pull request`])
}

async function createReview(request: RepositoryRequest): Promise<Answer> {
  const { act, body, repository, world } = request
  const pull = pullParam(request)
  const event = oneOf(body, 'event', ['APPROVE', 'REQUEST_CHANGES', 'COMMENT'])
  const words = limited(optionalText(body, 'body') ?? '', 'body', 65_536)
  if (event !== undefined) refuseOwnVerdict(request, pull, event)
  if ((event === 'REQUEST_CHANGES' || event === 'COMMENT') && words === '')
    throw invalid('PullRequestReview', 'body', 'missing_field')
  const commitId = optionalText(body, 'commit_id') ?? pull.headSha
  if ((await resolveCommit(repository.bare, commitId)) === undefined) throw invalid('PullRequestReview', 'commit_id', 'invalid')
  const review: Review = {
    id: world.nextId(),
    author: request.principal.login,
    state: event === undefined ? 'PENDING' : states[event],
    body: words,
    commitId,
    submittedAt: event === undefined ? undefined : world.clock.iso(),
  }
  await submit(request, pull, review)
  act.record(repository, `review ${review.id} of pull ${pull.number}`, undefined, { state: review.state, commitId })
  return ok(presentReview(world, repository, pull, review))
}

async function submit(request: RepositoryRequest, pull: PullRequest, review: Review): Promise<void> {
  const { act, repository } = request
  changePull(act, repository, pull, () => {
    pull.reviews.push(review)
    if (review.state !== 'PENDING') pull.requestedReviewers.delete(review.author)
  })
  if (review.state === 'PENDING') return
  const extra = { review: presentReview(request.world, repository, pull, review) }
  await raisePullEvent(act, repository, pull, { name: 'pull_request_review', action: 'submitted', extra })
}

function reviewParam(request: RepositoryRequest, pull: PullRequest): Review {
  const review = pull.reviews.find(({ id }) => id === numberParam(request, 'review_id'))
  if (review === undefined) throw notFound()
  return review
}

async function dismiss(request: RepositoryRequest): Promise<Answer> {
  const { act, repository, world } = request
  const pull = pullParam(request)
  const review = reviewParam(request, pull)
  text(request.body, 'message')
  if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED') {
    throw new HttpError(422, 'Unprocessable Entity', [`Can not dismiss a ${review.state.toLowerCase()} pull request review`])
  }
  const before = review.state
  review.state = 'DISMISSED'
  act.record(repository, `review ${review.id} of pull ${pull.number}`, { state: before }, { state: review.state })
  const shown = presentReview(world, repository, pull, review)
  await raisePullEvent(act, repository, pull, { name: 'pull_request_review', action: 'dismissed', extra: { review: shown } })
  return ok(shown)
}

/** Pending reviews are seen by their author only. */
function listReviews(request: RepositoryRequest): Answer {
  const pull = pullParam(request)
  const shown = pull.reviews.filter(({ state, author }) => state !== 'PENDING' || author === request.principal.login)
  return paged(request, shown, (review) => presentReview(request.world, request.repository, pull, review))
}

async function requestReviewers(request: RepositoryRequest): Promise<Answer> {
  const { act, body, repository, world } = request
  const pull = pullParam(request)
  const logins = optionalTexts(body, 'reviewers') ?? []
  const unknown = logins.find((login) => world.accounts.find(login) === undefined || login === pull.author)
  if (unknown === pull.author) throw new HttpError(422, 'Review cannot be requested from pull request author.')
  if (unknown !== undefined) {
    throw new HttpError(
      422,
      'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator.',
    )
  }
  changePull(act, repository, pull, () => {
    for (const login of logins) pull.requestedReviewers.add(login)
    for (const slug of optionalTexts(body, 'team_reviewers') ?? []) pull.requestedTeams.add(slug)
  })
  await raisePullEvent(act, repository, pull, { name: 'pull_request', action: 'review_requested' })
  return created(presentPull(world, repository, pull))
}

function listRequested({ world, repository, ...request }: RepositoryRequest): Answer {
  const pull = pullParam({ world, repository, ...request })
  const teams = [...pull.requestedTeams].flatMap((slug) => world.accounts.findTeam(repository.owner, slug) ?? [])
  return ok({
    users: [...pull.requestedReviewers].map((login) => presentUser(world, login)),
    teams: teams.map((team) => presentTeam(world, team)),
  })
}

const reading = [read('pull-requests')]
const writing = [write('pull-requests')]
const one = '/pulls/{pull_number}/reviews/{review_id}'

export const reviewRoutes: readonly Route[] = [
  repositoryRoute('GET', '/pulls/{pull_number}/reviews', reading, listReviews),
  repositoryRoute('POST', '/pulls/{pull_number}/reviews', writing, createReview, 'read'),
  repositoryRoute('GET', one, reading, (request) => {
    const pull = pullParam(request)
    return ok(presentReview(request.world, request.repository, pull, reviewParam(request, pull)))
  }),
  repositoryRoute('PUT', `${one}/dismissals`, writing, dismiss),
  repositoryRoute('GET', '/pulls/{pull_number}/requested_reviewers', reading, listRequested),
  repositoryRoute('POST', '/pulls/{pull_number}/requested_reviewers', writing, requestReviewers),
]
