/** Ways as chains that can be read: who, how, to whom, under which guard; each hop opens. */
import { useId } from "preact/hooks";
import { go } from "../app/address.ts";
import { GuardList, Proven } from "../parts/names.tsx";
import { type Hop, howOf, type OpenHop, openHopText, type Way, waysWithout } from "./hop.ts";
import { type AskedEnds, HopDetail } from "./hop-detail.tsx";
import { Party } from "./party.tsx";

type Linked = {
  readonly ways: readonly Way[];
  readonly ends: AskedEnds;
  readonly open: OpenHop | null;
  /** The address with another hop open, or none. */
  hashWith(open: string | undefined): string;
};

export function WayList({ ways, ...linked }: Linked) {
  return (
    <ol class="ways">
      {ways.map((way, at) => (
        <li key={wayKey(way)} id={`way-${at + 1}`}>
          <WayView way={way} at={at} ways={ways} {...linked} />
        </li>
      ))}
    </ol>
  );
}

function wayKey({ from, hops }: Way): string {
  return [from, ...hops.map(({ to, technique, action }) => `${to} ${technique} ${action}`)].join(" ");
}

function WayView({ way, at, ...linked }: Linked & { readonly way: Way; readonly at: number }) {
  const count = way.hops.length === 1 ? "1 hop" : `${way.hops.length} hops`;
  return (
    <article class="way" aria-label={`Way ${at + 1}`}>
      <h3>
        Way {at + 1}: <Proven proven={way.proven} />, {way.hops.length === 0 ? "no hop" : count}
      </h3>
      {way.hops.length === 0 && (
        <p>
          <Party text={way.from} /> is an administrator already.
        </p>
      )}
      <ol class="hops">
        {way.hops.map((hop, index) => (
          <li key={`${hop.from} ${hop.to} ${hop.technique}`}>
            <HopView hop={hop} way={at} index={index} {...linked} />
          </li>
        ))}
      </ol>
    </article>
  );
}

function HopView({
  hop,
  way,
  index,
  ways,
  ends,
  open,
  hashWith,
}: Linked & { readonly hop: Hop; readonly way: number; readonly index: number }) {
  const id = useId();
  const isOpen = open?.way === way && open.hop === index;
  const others = isOpen ? waysWithout(ways, hop) : [];
  return (
    <>
      <div class="hop">
        <button
          type="button"
          class="opener"
          aria-expanded={isOpen}
          aria-controls={id}
          aria-label={`Hop ${index + 1} of way ${way + 1}: statements`}
          onClick={() =>
            go(hashWith(isOpen ? undefined : openHopText({ way, hop: index })), { replace: true })
          }
        >
          <span aria-hidden="true">{isOpen ? "▾" : "▸"}</span>
        </button>
        <span class="line">
          <Party text={hop.from} /> <span class="how">{howOf(hop)}</span>{" "}
          <span aria-hidden="true" class="quiet">
            →
          </span>{" "}
          <Party text={hop.to} /> <Proven proven={hop.proven} />
        </span>
        {hop.guard !== undefined && (
          <div class="if">
            <span class="quiet">if</span> <GuardList guard={hop.guard} />
          </div>
        )}
      </div>
      <div id={id} hidden={!isOpen}>
        {isOpen && (
          <>
            <HopDetail hop={hop} ends={ends} />
            <p class="quiet">
              {others.length === 0
                ? "Every way that is told here takes this hop."
                : `${others.length} of the ${ways.length} ways told here do without this hop: `}
              {others.slice(0, 10).map((other) => (
                <a key={other} class="jump" href={hashWith(openHopText({ way: other, hop: 0 }))}>
                  way {other + 1}
                </a>
              ))}
            </p>
          </>
        )}
      </div>
    </>
  );
}
