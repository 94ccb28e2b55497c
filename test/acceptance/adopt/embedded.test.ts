import { tellAdoption } from './adopted-life.ts'

tellAdoption('embedded')
