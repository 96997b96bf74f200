import { stringify } from 'yaml';

/** Who may come into a guest made from a cloud image, and by which key it is known. */
export interface SeedRequest {
  /** cloud-init does its work once for each. */
  instanceId: string;
  hostname: string;
  /** One line of authorized_keys. */
  authorizedKey: string;
  /** The guest's own ed25519 key, as OpenSSH writes it: so it is known before the first connection. */
  hostKey: { private: string; public: string };
}

/** The user a seed makes; it has sudo without a password, and no password. */
export const CLOUD_USER = 'netknee';

/**
 * Looked for by cloud-init of every age; in capitals only since 2018.
 * Source: cloud-init's documentation of its datasource NoCloud.
 */
export const SEED_LABEL = 'cidata';

/**
 * Pure: the files of a NoCloud seed by name, for cloud-init of Ubuntu 16.04 to 24.04: no word is newer than the oldest,
 * none is refused by the newest. Nothing is fetched or upgraded.
 * Its own name is in the guest's /etc/hosts, since sudo asks for it, and a guest with no way out would wait for an answer.
 */
export function nocloudSeed(request: SeedRequest): Record<'user-data' | 'meta-data', string> {
  const user = {
    name: CLOUD_USER,
    shell: '/bin/bash',
    lock_passwd: true,
    sudo: 'ALL=(ALL) NOPASSWD:ALL',
    ssh_authorized_keys: [request.authorizedKey.trim()],
  };
  const config = {
    users: [user],
    ssh_pwauth: false,
    ssh_deletekeys: true,
    ssh_keys: {
      ed25519_private: `${request.hostKey.private.trim()}\n`,
      ed25519_public: request.hostKey.public.trim(),
    },
    manage_etc_hosts: 'localhost',
    package_update: false,
    package_upgrade: false,
  };
  const meta = { 'instance-id': request.instanceId, 'local-hostname': request.hostname };
  return { 'user-data': `#cloud-config\n${lines(config)}`, 'meta-data': lines(meta) };
}

/** In YAML as cloud-init reads it, with each key on one line, so that a person can compare it. */
const lines = (value: unknown): string => stringify(value, { lineWidth: 0, version: '1.1' });
