import { engines } from '../stage/engines.ts'
import { tellAdoption } from './adopted-life.ts'

for (const engine of await engines()) tellAdoption(engine)
