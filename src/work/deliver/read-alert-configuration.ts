/** The channel file, read and checked; docs/alerts.md shows examples. */
import type { Result } from "../../model/index.ts";
import { ok } from "../../model/index.ts";
import { type AlertConfiguration, alertConfiguration, alertsFileSchema } from "../../notify/index.ts";
import { type FileFault, readYamlFile } from "../yaml-file.ts";

/** Holds references to secrets only: these are read when something is sent. */
export function readAlertConfiguration(path: string): Result<AlertConfiguration, readonly FileFault[]> {
  const read = readYamlFile(path, alertsFileSchema, "docs/alerts.md");
  return read.ok ? ok(alertConfiguration(read.value)) : read;
}
