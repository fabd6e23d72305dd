import type { CodegenConfig } from "@graphql-codegen/cli";

// The types of the API come from its published schema and from the documents that are sent,
// and from nowhere else.
const config: CodegenConfig = {
  schema: "../../schema/delivery.graphql",
  documents: ["../../schema/operations/*.graphql", "operations/*.graphql"],
  generates: {
    "src/api/generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: {
          BigInt: "string",
          Date: "string",
          DateTime: "string",
          Duration: "string",
          Html: "string",
          JSON: "unknown",
          Locale: "string",
          Slug: "string",
          TimeZone: "string",
          Url: "string",
        },
      },
    },
  },
};

export default config;
