import { Fragment, type CSSProperties } from "react";

import type { Block, BlockOf, Slot as SlotShape } from "../api/shapes.ts";
import { named } from "../words.ts";
import { CallToAction } from "./CallToAction.tsx";
import { Embed } from "./Embed.tsx";
import { Figure } from "./Figure.tsx";
import { Headline } from "./Headline.tsx";
import { usePage } from "./page.ts";
import { Slot } from "./Slot.tsx";
import { Text } from "./Text.tsx";

const columnSizes = "(min-width: 48rem) 43rem, 100vw";
const wideSizes = "(min-width: 64rem) 54rem, 100vw";

/** The text of a story, with the ads that stand in it. */
export function Blocks({ blocks, slots = [] }: { blocks: Block[]; slots?: SlotShape[] }) {
  return blocks.map((block) => (
    <Fragment key={block.blockId}>
      <AnyBlock block={block} />
      {slots
        .filter((slot) => slot.afterBlockId === block.blockId)
        .map((slot) => (
          <Slot key={slot.key} slot={slot} />
        ))}
    </Fragment>
  ));
}

const headingTags: Record<number, "h2" | "h3"> = { 2: "h2", 3: "h3" };

function AnyBlock({ block }: { block: Block }) {
  switch (block.__typename) {
    case "ParagraphBlock":
      return <Text of={block.text} />;
    case "HeadingBlock":
      return <Text as={headingTags[block.level] ?? "h4"} id={block.anchor} of={block.text} />;
    case "LabelledBlock":
      return <Labelled block={block} />;
    case "QuoteBlock":
      return <Quote block={block} />;
    case "BackgroundBlock":
      return <Background block={block} />;
    case "ListBlock":
      return <List block={block} />;
    case "FigureBlock":
      return (
        <Figure
          of={block.figure}
          className={`is-${block.width.toLowerCase().replaceAll("_", "-")}`}
          sizes={block.width === "WIDE" || block.width === "FULL" ? wideSizes : columnSizes}
        />
      );
    case "GalleryBlock":
      return <Gallery title={block.title} figures={block.figures} />;
    case "EmbedBlock":
      return <EmbedFrame block={block} />;
    case "TableBlock":
      return <Table block={block} />;
    case "QuestionAnswerBlock":
      return <QuestionAnswer block={block} />;
    case "ReadAlsoBlock":
      return <ReadAlso block={block} />;
    case "FactCheckBlock":
      return <FactCheck block={block} />;
    case "CallToActionBlock":
      return <CallToAction of={block.callToAction} />;
    case "DividerBlock":
      return <hr />;
    default:
      // A kind of a later version: the story goes on without it.
      return null;
  }
}

function Labelled({ block }: { block: BlockOf<"LabelledBlock"> }) {
  const { html } = usePage();
  return (
    <p className={`labelled is-${block.role.toLowerCase().replaceAll("_", "-")}`}>
      <strong className="label">{block.label}:</strong>{" "}
      <span dangerouslySetInnerHTML={html(block.text.html)} />
      {block.sources.length > 0 && (
        <span className="sources">
          {block.sources.map((source) => (
            <span key={source.name}>
              {source.url ? (
                <a href={source.url} rel="nofollow noopener">
                  {source.name}
                </a>
              ) : (
                source.name
              )}
            </span>
          ))}
        </span>
      )}
    </p>
  );
}

function Quote({ block }: { block: BlockOf<"QuoteBlock"> }) {
  return (
    <figure className={`quote is-${block.style.toLowerCase()}`}>
      {block.quoteLabel && <p className="label">{block.quoteLabel}:</p>}
      {block.segments.map((segment, index) => (
        <Fragment key={index}>
          {segment.leadIn && <Text of={segment.leadIn} className="lead-in" />}
          <blockquote>
            <Text of={segment.text} />
          </blockquote>
        </Fragment>
      ))}
      {block.attribution && (
        <figcaption>
          <cite>{block.attribution.name}</cite>
          {block.attribution.role && <span>, {block.attribution.role}</span>}
        </figcaption>
      )}
    </figure>
  );
}

function Background({ block }: { block: BlockOf<"BackgroundBlock"> }) {
  return (
    <section className="background">
      <h2 className="label">{block.label}:</h2>
      {block.intro && <Text of={block.intro} />}
      <ul>
        {block.points.map((point, index) => (
          <Text as="li" key={index} of={point} />
        ))}
      </ul>
    </section>
  );
}

function List({ block }: { block: BlockOf<"ListBlock"> }) {
  const Tag = block.isOrdered ? "ol" : "ul";
  return (
    <Tag>
      {block.items.map((item, index) => (
        <li key={index}>
          <Text as="span" of={item.text} />
          {item.children.length > 0 && (
            <Tag>
              {item.children.map((child, place) => (
                <Text as="li" key={place} of={child.text} />
              ))}
            </Tag>
          )}
        </li>
      ))}
    </Tag>
  );
}

/** Rows of one height, each picture as wide as its shape asks for: nothing is cut off. */
export function Gallery({
  title,
  figures,
}: {
  title: string | null;
  figures: BlockOf<"GalleryBlock">["figures"];
}) {
  const { words } = usePage();
  return (
    <section className="gallery" aria-label={title ?? words.gallery}>
      {title && <h2 className="gallery-title">{title}</h2>}
      <ul>
        {figures.map((figure, index) => (
          <li key={index} style={{ "--shape": shape(figure) } as CSSProperties}>
            <Figure of={figure} sizes="(min-width: 48rem) 27rem, 100vw" />
          </li>
        ))}
      </ul>
    </section>
  );
}

function shape({ media }: BlockOf<"GalleryBlock">["figures"][number]): string {
  return media.__typename === "Image" ? (media.width / media.height).toFixed(3) : "1.778";
}

function EmbedFrame({ block }: { block: BlockOf<"EmbedBlock"> }) {
  return (
    <Embed
      name={block.providerName}
      frame={block.frameUrl}
      address={block.url}
      height={block.height}
      fallback={block.fallback}
      title={block.providerName}
    />
  );
}

function Table({ block }: { block: BlockOf<"TableBlock"> }) {
  const { html, words } = usePage();
  return (
    // Wide tables scroll by themselves; the keyboard has to reach them for that.
    <div className="table" role="region" aria-label={words.table} tabIndex={0}>
      <table>
        {block.caption && <Text as="caption" of={block.caption} />}
        {block.header.length > 0 && (
          <thead>
            <tr>
              {block.header.map((cell, index) => (
                <th key={index} scope="col" dangerouslySetInnerHTML={html(cell.html)} />
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {block.rows.map((row, index) => (
            <tr key={index}>
              {row.cells.map((cell, place) => (
                <Text as="td" key={place} of={cell} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function QuestionAnswer({ block }: { block: BlockOf<"QuestionAnswerBlock"> }) {
  return (
    <div className="question-answer">
      <Text of={block.question} className="question" />
      {block.answer.map((paragraph, index) => (
        <Text key={index} of={paragraph} />
      ))}
    </div>
  );
}

function ReadAlso({ block }: { block: BlockOf<"ReadAlsoBlock"> }) {
  return (
    <nav className="read-also" aria-label={block.label}>
      <p className="label">{block.label}:</p>
      <ul>
        {block.articles.map((article) => (
          <li key={article.id}>
            <Headline of={article} text={article.shortHeadline} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function FactCheck({ block }: { block: BlockOf<"FactCheckBlock"> }) {
  const { words } = usePage();
  return (
    <section className="fact-check" aria-label={named(`${words.claim}: {name}`, block.claim)}>
      <p className="label">{words.claim}</p>
      <p className="claim">{block.claim}</p>
      {block.claimant && (
        <p className="claimant">
          {words.claimant}: {block.claimant}
        </p>
      )}
      <p className={`verdict is-${block.verdict.toLowerCase().replaceAll("_", "-")}`}>
        {block.verdictLabel}
      </p>
      <Text of={block.explanation} />
    </section>
  );
}
