import type { Stage } from '../stage/stage.ts'

/** Two features are pushed, built, promoted into integration, deployed and verified, and no person does anything. */
export async function featuresArrive(stage: Stage): Promise<void> {
  stage.say('1. ada pushes loyalty, grace pushes gift-cards')
  await stage.push('loyalty', 'gift-cards')
  stage.say('both are in integration: look at branch env/integration, folder .stagecoach/packages')
}
