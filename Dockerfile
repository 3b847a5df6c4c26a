FROM node:24-slim AS studio
WORKDIR /octavo
COPY . .
RUN npm ci --no-audit --no-fund && npm run build

FROM node:24-slim
WORKDIR /octavo
COPY . .
RUN npm ci --omit=dev --no-audit --no-fund && mkdir /data && chown node /data
COPY --from=studio /octavo/studio/dist studio/dist
USER node
ENV OCTAVO_DATA=/data OCTAVO_HOST=0.0.0.0
EXPOSE 4321
CMD ["node", "cli/src/main.ts", "serve", "--no-worker"]
