import type { RateLimits } from '../http/rate-limit.ts'
import type { Route } from '../http/route.ts'
import { actionsSettingsRoutes } from './actions-settings.ts'
import { checkRunRoutes } from './check-runs.ts'
import { commentRoutes } from './comments.ts'
import { commitRoutes } from './commits.ts'
import { contentRoutes } from './contents.ts'
import { deploymentRoutes } from './deployments.ts'
import { environmentRoutes } from './environments.ts'
import { gitObjectRoutes } from './git-objects.ts'
import { issueRoutes } from './issues.ts'
import { mergingRoutes } from './merging.ts'
import { peopleRoutes } from './people.ts'
import { protectionRoutes } from './protection.ts'
import { pullRoutes } from './pulls.ts'
import { refRoutes } from './refs.ts'
import { repositoryRoutes } from './repositories.ts'
import { reviewRoutes } from './reviews.ts'
import { rulesetRoutes } from './rulesets.ts'
import { runRoutes } from './runs.ts'
import { statusRoutes } from './statuses.ts'
import { workflowRoutes } from './workflows.ts'

/** The one table of everything the REST API answers. */
export function allRoutes(limits: RateLimits): readonly Route[] {
  return [
    ...repositoryRoutes,
    ...refRoutes,
    ...gitObjectRoutes,
    ...contentRoutes,
    ...commitRoutes,
    ...pullRoutes,
    ...mergingRoutes,
    ...reviewRoutes,
    ...commentRoutes,
    ...issueRoutes,
    ...statusRoutes,
    ...checkRunRoutes,
    ...deploymentRoutes,
    ...environmentRoutes,
    ...workflowRoutes,
    ...runRoutes,
    ...protectionRoutes,
    ...rulesetRoutes,
    ...actionsSettingsRoutes,
    ...peopleRoutes(limits),
  ]
}
