type State = 'null' | 'not_null' | 'true' | 'false';

/** Conditions on one column; several are joined by and. */
export interface ColumnCondition<Value> {
  eq?: Value | null;
  neq?: Value | null;
  gt?: Value;
  gte?: Value;
  lt?: Value;
  lte?: Value;
  in?: readonly NonNullable<Value>[];
  nin?: readonly NonNullable<Value>[];
  /** `%` stands for any text, `_` for one character. */
  like?: string;
  /** The same without regard to case. */
  ilike?: string;
  /** Of an array or JSON: holds this. Of text: has this in it. */
  contains?: unknown;
  is?: State;
}

/** `{ year: { gte: 1966 }, genre: 'novel' }`: conditions by column, joined by and. A bare value means `eq`. */
export type Filter<Row> = {
  [Column in keyof Row]?: Row[Column] | ColumnCondition<Row[Column]>;
} & { and?: Filter<Row>[]; or?: Filter<Row>[]; not?: Filter<Row> };
