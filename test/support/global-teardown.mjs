import { stop } from './global-setup.mjs';

export default stop;
