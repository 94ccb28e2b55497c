import { cancelFeature } from './cancelled.ts'

cancelFeature('embedded')
