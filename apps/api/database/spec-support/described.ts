import type pg from 'pg';

/** A column of an answer: where `table` is not 0, it is that column of that table itself. */
export interface DescribedColumn {
  name: string;
  type: number;
  table: number;
  column: number;
}

/** What a server says of a statement that it has parsed and not run. Types and tables are oids. */
export interface Description {
  parameters: number[];
  columns: DescribedColumn[];
}

/**
 * Parses `text` on the server and asks for its description; nothing is executed.
 * @param client not one in pipeline mode, which takes no query of this kind
 * @throws what the server says of a wrong text
 */
export function describeOn(client: pg.Client, text: string): Promise<Description> {
  return new Promise((resolve, reject) => {
    client.query(new DescribeQuery(text, resolve, reject));
  });
}

/** The driver describes a statement only together with running it; this is one of its queries without that part. */
class DescribeQuery implements pg.Submittable {
  private parameters: number[] = [];
  private columns: DescribedColumn[] = [];
  private error: Error | undefined;
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly text: string,
    private readonly resolve: (description: Description) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  submit(connection: pg.Connection): void {
    const keep = ({ dataTypeIDs }: { dataTypeIDs: number[] }): void => void (this.parameters = dataTypeIDs);
    connection.once('parameterDescription', keep);
    this.stopListening = () => connection.off('parameterDescription', keep);
    connection.parse({ name: '', text: this.text, types: [] }, true);
    connection.describe({ type: 'S', name: '' }, true);
    connection.sync();
  }

  handleRowDescription({ fields }: { fields: pg.FieldDef[] }): void {
    this.columns = fields.map(({ name, dataTypeID, tableID, columnID }) => ({
      name,
      type: dataTypeID,
      table: tableID,
      column: columnID,
    }));
  }

  handleError(error: Error): void {
    this.stopListening();
    this.error = error;
    this.reject(error);
  }

  handleReadyForQuery(): void {
    this.stopListening();
    if (!this.error) this.resolve({ parameters: this.parameters, columns: this.columns });
  }
}
