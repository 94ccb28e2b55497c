import type { Api } from './api.ts'

const toDraft = `mutation convertPullRequestToDraft($id: ID!) {
  convertPullRequestToDraft(input: { pullRequestId: $id }) { pullRequest { isDraft } }
}`
const toReady = `mutation markPullRequestReadyForReview($id: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } }
}`

/** Makes a pull request a draft, or ready. REST cannot: `draft` is not an input of PATCH pulls. Without `nodeId` it is looked up first. */
export async function setDraft(api: Api, number: number, draft: boolean, nodeId: string | undefined): Promise<void> {
  const { client, owner, repo } = api
  const look = async (): Promise<{ node_id: string; draft?: boolean }> =>
    (await client.rest.pulls.get({ owner, repo, pull_number: number })).data
  await api.attempt(`make pull request #${number} ${draft ? 'a draft' : 'ready for review'}`, async () => {
    try {
      await client.graphql(draft ? toDraft : toReady, { id: nodeId ?? (await look()).node_id })
    } catch (error) {
      // Asked twice, GitHub answers with an error although the state is the wanted one.
      if ((await look()).draft !== draft) throw error
    }
  })
}
