/** From page to page: links, so that each page has an address. */
export function Paging({
  page,
  pages,
  of = "findings",
  addressOf,
}: {
  readonly page: number;
  readonly pages: number;
  readonly of?: string;
  readonly addressOf: (page: number) => string;
}) {
  if (pages <= 1) return null;
  return (
    <nav class="row paging" aria-label={`Pages of ${of}`}>
      {page > 1 && (
        <>
          <a href={addressOf(1)}>First</a>
          <a href={addressOf(page - 1)} rel="prev">
            Previous
          </a>
        </>
      )}
      <span>
        Page {page.toLocaleString("en")} of {pages.toLocaleString("en")}
      </span>
      {page < pages && (
        <>
          <a href={addressOf(page + 1)} rel="next">
            Next
          </a>
          <a href={addressOf(pages)}>Last</a>
        </>
      )}
    </nav>
  );
}
