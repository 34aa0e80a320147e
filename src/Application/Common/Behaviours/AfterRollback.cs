namespace Crm.Application.Common.Behaviours;

/// <summary>
/// What a rejected command leaves behind although its transaction is rolled back, such as the count of a wrong password. It is done after
/// the rollback, so that the command holds neither locks nor a connection meanwhile.
/// </summary>
public sealed class AfterRollback(ISeparateTransaction transactions) : IScopedService
{
    private Func<IWriteDb, Task>? work;

    /// <summary>Sets the work; if the command is repeated, the last one counts.</summary>
    public void Do(Func<IWriteDb, Task> toDo) => work = toDo;

    internal async Task RunAsync()
    {
        if (work is not { } toDo)
            return;
        work = null;
        await transactions.RunAsync(
            async db =>
            {
                await toDo(db);
                return true;
            },
            CancellationToken.None);
    }
}
