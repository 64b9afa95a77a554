/** How texts and names stand in SQL. Texts from outside are parameters; where an engine has none (Lake), this is the one place that writes them. */

/** A literal: quotes are doubled, and nothing else has a meaning in one. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name of a table or column, in double quotes. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
