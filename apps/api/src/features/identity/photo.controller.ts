import { Controller } from '@nestjs/common';
import { api, type FileContent } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { UserFiles } from './user-files.js';

@Controller()
export class PhotoController {
  constructor(private readonly files: UserFiles) {}

  @Handles(api.users.setPhoto)
  set(@Received() { caller, body }: RequestTo<typeof api.users.setPhoto>): Promise<void> {
    return this.files.put(caller.userId, 'photo', body);
  }

  @Handles(api.users.removePhoto)
  remove(@Received() { caller }: RequestTo<typeof api.users.removePhoto>): Promise<void> {
    return this.files.remove(caller.userId, 'photo');
  }

  @Handles(api.users.photo)
  show(@Received() { params }: RequestTo<typeof api.users.photo>): Promise<FileContent> {
    return this.files.get(params.id, 'photo');
  }
}
