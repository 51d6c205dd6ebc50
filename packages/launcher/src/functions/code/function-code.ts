/** The code of a function as the API takes it. */
export interface FunctionCode {
  body: { code: string } | { files: Record<string, string> };
  isBundle: boolean;
  notes: string[];
}
