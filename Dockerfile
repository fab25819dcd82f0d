# Built and run: docs/operations.md. Nothing is downloaded but the base image and what package-lock.json names; no script of a dependency is run.
FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  # The command line has a bundle of its own; the app does not use it.
  && rm -rf dist/bundle dist/cli dist/demo dist/localhost

FROM node:24-bookworm-slim
ENV NODE_ENV=production HINDSIGHT_DATA=/data
WORKDIR /app
# Owned by root, so that the process could not change its own code even on a root file system that can be written.
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY src/go/knowledge ./src/go/knowledge
COPY src/incidents ./src/incidents
COPY package.json app.yml ./
RUN install -d -o 1000 -g 1000 -m 700 /data
VOLUME /data
# The user `node` of the base image, as numbers: Kubernetes cannot tell from a name that it is not root.
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/app/main.js"]
