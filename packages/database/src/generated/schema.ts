export type JsonValue = unknown
export interface Schema { [table: string]: Record<string, unknown> }
