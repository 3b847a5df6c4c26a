import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { v2 as webdav } from 'webdav-server'

/** A WebDAV server on this machine that lets in one user. */
export interface WebDavServer {
  url: string
  username: string
  password: string
  close(): Promise<void>
}

export async function startWebDavServer(): Promise<WebDavServer> {
  const users = new webdav.SimpleUserManager()
  const [username, password] = ['ann', 'a password']
  const user = users.addUser(username, password, false)
  const rights = new webdav.SimplePathPrivilegeManager()
  rights.setRights(user, '/', ['all'])
  const server = new webdav.WebDAVServer({
    hostname: '127.0.0.1',
    requireAuthentification: true,
    httpAuthentication: new webdav.HTTPBasicAuthentication(users, 'books'),
    privilegeManager: rights,
  })
  const http = await new Promise<Server>((resolve, reject) => {
    server.start(0, listening => (listening ? resolve(listening as Server) : reject(new Error('it does not listen'))))
  })
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    username,
    password,
    async close() {
      http.closeAllConnections()
      await server.stopAsync()
    },
  }
}
