import { engines } from '../stage/engines.ts'
import { tellAdoption } from './adopted-life.ts'

for (const engine of engines()) tellAdoption(engine)
