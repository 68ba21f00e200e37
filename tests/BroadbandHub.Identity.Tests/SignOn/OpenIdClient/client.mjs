// An OpenID Connect client that is not the hub's own (npm openid-client). The browser's part is played by whoever started it: it gets an
// address on a line, and answers with the address at which the browser arrived. Each other line says what was seen.
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [issuer, clientId, secret, redirect, afterSignOut, modules] = process.argv.slice(2)
const oidc = await import(pathToFileURL(createRequire(modules + '/').resolve('openid-client')).href)
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const say = (what, value) => console.log(`${what} ${value}`)
const browse = async url => { say('browse', url); return new URL((await lines.next()).value) }
const refused = async work => { try { await work; return 'accepted' } catch (e) { return e.error ?? e.code ?? e.message } }

const config = await oidc.discovery(new URL(issuer), clientId, secret, undefined, { execute: [oidc.allowInsecureRequests] })
const verifier = oidc.randomPKCECodeVerifier()
const [state, nonce] = [oidc.randomState(), oidc.randomNonce()]
const arrived = await browse(oidc.buildAuthorizationUrl(config, {
  redirect_uri: redirect, scope: 'openid profile email offline_access', state, nonce,
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
}))
const tokens = await oidc.authorizationCodeGrant(config, arrived, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce })
const claims = tokens.claims()
say('name', claims.name)
say('enterprise', claims.enterprise_name)
say('userinfo', (await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)).email)
say('active', (await oidc.tokenIntrospection(config, tokens.access_token)).active)

const fresh = await oidc.refreshTokenGrant(config, tokens.refresh_token)
say('rotated', fresh.refresh_token !== tokens.refresh_token)
await oidc.tokenRevocation(config, fresh.refresh_token)
say('revoked', await refused(oidc.refreshTokenGrant(config, fresh.refresh_token)))

const silently = async () => {
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirect, scope: 'openid offline_access', state, nonce, prompt: 'none',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  })
  return oidc.authorizationCodeGrant(config, await browse(address), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce })
}
const second = await silently()
const third = await oidc.refreshTokenGrant(config, second.refresh_token)
say('reused', await refused(oidc.refreshTokenGrant(config, second.refresh_token)))
say('family', await refused(oidc.refreshTokenGrant(config, third.refresh_token)))
const program = await oidc.clientCredentialsGrant(config, { scope: 'billing.usage' })
say('program', program.token_type)
const left = await browse(oidc.buildEndSessionUrl(config, { id_token_hint: (await silently()).id_token, post_logout_redirect_uri: afterSignOut, state: 'bye' }))
say('left', left.href)
process.exit(0)
