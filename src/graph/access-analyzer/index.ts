export { type AnalyzerComparison, type ComparedAccess, compareWithAnalyzers } from "./compare.ts";
