/** The review of a week. Start reading at `weekly-review.ts`. */
export type { ReviewAnswer } from "./review-shape.ts";
export { weeklyReview } from "./weekly-review.ts";
