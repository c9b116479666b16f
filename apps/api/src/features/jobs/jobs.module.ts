import { Global, Module } from '@nestjs/common';
import { Commitments } from '../identity/users/commitments.js';
import { AssignJob } from './assign-job.js';
import { CancelBySystem } from './cancel-by-system.js';
import { CancelJob } from './cancel-job.js';
import { AnswerProposal } from './editing/answer-proposal.js';
import { ChangeTerms } from './editing/change-terms.js';
import { EditJob } from './editing/edit-job.js';
import { EditsController } from './editing/edits.controller.js';
import { EditsRepository } from './editing/edits.repository.js';
import { ProposalEnds } from './editing/proposal-ends.js';
import { ProposalsRepository } from './editing/proposals.repository.js';
import { ProposedTerms } from './editing/proposed-terms.js';
import { ProposeTerms } from './editing/propose-terms.js';
import { ExactPlace } from './exact-place.js';
import { BookRest } from './book-rest.js';
import { LateApproach } from './site/approach.js';
import { ArrivalCode } from './site/arrival-code.js';
import { EndOther } from './site/end-other.js';
import { EndShift } from './site/end-shift.js';
import { LeaveBeforeStart } from './site/leave-before-start.js';
import { PresenceRepository } from './site/presence.repository.js';
import { ProofOfPresence } from './site/proof.js';
import { ShiftDoors } from './site/shift-doors.js';
import { CheckIn } from './site/check-in.js';
import { CheckOut } from './site/check-out.js';
import { CreateJob } from './create-job.js';
import { ExtendJob } from './extend-job.js';
import { ExpireJob } from './expire-job.js';
import { JobConcerns } from './job-concerns.js';
import { JobConcernsRepository } from './job-concerns.repository.js';
import { JobFigures } from './job-figures.js';
import { JobFiguresRepository } from './job-figures.repository.js';
import { AnswerCorrection } from './hours/answer-correction.js';
import { AskCorrection } from './hours/ask-correction.js';
import { TakeBreaks } from './hours/breaks.js';
import { CorrectedHours } from './hours/corrected-hours.js';
import { CorrectionsRepository } from './hours/corrections.repository.js';
import { ReadHours } from './hours/hours-of-job.js';
import { HoursController } from './hours/hours.controller.js';
import { HoursRepository } from './hours/hours.repository.js';
import { RecordWork } from './hours/record-work.js';
import { JobChanges } from './job-changes.js';
import { JobTransitionsRepository } from './job-transitions.repository.js';
import { JobWakeUps } from './job-wake-ups.js';
import { JobsController } from './jobs.controller.js';
import { JobsRepository } from './jobs.repository.js';
import { JobsService } from './jobs.service.js';
import { JobCommitments } from './parties/job-commitments.js';
import { LetGo } from './parties/let-go.js';
import { PartiesRepository } from './parties/parties.repository.js';
import { Reminders } from './reminders.js';
import { ReopenJob } from './parties/reopen-job.js';
import { LateEndings } from './site/late-endings.js';
import { NoShow } from './site/no-show.js';
import { SitePresence } from './site/site-presence.js';
import { WithdrawJob } from './withdraw-job.js';

/** Global because identity, which stands below it, asks what follows from a change of a person without knowing who answers. */
@Global()
@Module({
  controllers: [JobsController, EditsController, HoursController],
  providers: [
    ArrivalCode,
    BookRest,
    EndOther,
    AnswerCorrection,
    AskCorrection,
    CorrectedHours,
    CorrectionsRepository,
    EndShift,
    HoursRepository,
    LateApproach,
    LateEndings,
    PresenceRepository,
    ProofOfPresence,
    ReadHours,
    RecordWork,
    TakeBreaks,
    ShiftDoors,
    AnswerProposal,
    AssignJob,
    CancelBySystem,
    CancelJob,
    ChangeTerms,
    CheckIn,
    CheckOut,
    CreateJob,
    LeaveBeforeStart,
    EditJob,
    EditsRepository,
    ExactPlace,
    ExtendJob,
    ExpireJob,
    JobChanges,
    JobCommitments,
    JobConcerns,
    JobConcernsRepository,
    JobFigures,
    JobFiguresRepository,
    JobTransitionsRepository,
    JobWakeUps,
    JobsRepository,
    JobsService,
    LetGo,
    NoShow,
    PartiesRepository,
    Reminders,
    ReopenJob,
    ProposalEnds,
    ProposalsRepository,
    ProposedTerms,
    ProposeTerms,
    SitePresence,
    WithdrawJob,
    { provide: Commitments, useExisting: JobCommitments },
  ],
  exports: [
    AssignJob,
    CancelBySystem,
    CheckIn,
    Commitments,
    CreateJob,
    EditJob,
    EndShift,
    ExactPlace,
    ExtendJob,
    JobCommitments,
    JobConcerns,
    JobFigures,
    JobsService,
    NoShow,
    ProposedTerms,
    ReadHours,
    ReopenJob,
  ],
})
export class JobsModule {}
