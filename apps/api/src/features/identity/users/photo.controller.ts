import { Controller } from '@nestjs/common';
import { api, type FileContent } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { UserFiles } from './user-files.js';
import { UsersService } from './users.service.js';

@Controller()
export class PhotoController {
  constructor(
    private readonly files: UserFiles,
    private readonly users: UsersService,
  ) {}

  @Handles(api.users.setPhoto)
  set(@Received() { caller, body }: RequestTo<typeof api.users.setPhoto>): Promise<void> {
    return this.files.put(caller.userId, 'photo', body);
  }

  @Handles(api.users.removePhoto)
  remove(@Received() { caller }: RequestTo<typeof api.users.removePhoto>): Promise<void> {
    return this.files.remove(caller.userId, 'photo');
  }

  /** A guard's photo is part of their public card; a customer's is for themself and the administrator. */
  @Handles(api.users.photo)
  async show(@Received() { caller, params }: RequestTo<typeof api.users.photo>): Promise<FileContent> {
    const { role } = await this.users.get(params.id);
    if (role !== 'guard' && params.id !== caller.userId && caller.role !== 'admin')
      throw httpErrors.problem('not_found');
    return this.files.get(params.id, 'photo');
  }
}
