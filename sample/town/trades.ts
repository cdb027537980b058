import { careTrades } from './trades/care.ts';
import { foodTrades } from './trades/food.ts';
import { homeTrades } from './trades/home.ts';
import { leisureTrades } from './trades/leisure.ts';
import { officeTrades } from './trades/office.ts';
import type { Trade } from './trades/trade.ts';

export type { Trade } from './trades/trade.ts';

export const trades: readonly Trade[] = [...homeTrades, ...foodTrades, ...careTrades, ...officeTrades, ...leisureTrades];
