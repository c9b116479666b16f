import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { ShareLinks } from './share-links.js';

const { sharing } = api;
type Sharing = typeof sharing;

@Controller()
export class ShareController {
  constructor(private readonly shareLinks: ShareLinks) {}

  @Handles(sharing.links)
  links(@Received() { caller, params }: RequestTo<Sharing['links']>): Promise<Answer<Sharing['links']>> {
    return this.shareLinks.ofJob(caller, params.id);
  }

  @Handles(sharing.make)
  make(@Received() { caller, params }: RequestTo<Sharing['make']>): Promise<Answer<Sharing['make']>> {
    return this.shareLinks.make(caller, params.id);
  }

  @Handles(sharing.end)
  end(@Received() { caller, params }: RequestTo<Sharing['end']>): Promise<void> {
    return this.shareLinks.end(caller, params.id);
  }

  @Handles(sharing.look)
  look(@Received() { body }: RequestTo<Sharing['look']>): Promise<Answer<Sharing['look']>> {
    return this.shareLinks.look(body.token);
  }
}
