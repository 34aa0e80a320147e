using Crm.Infrastructure.BackgroundWork;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Communications;

/// <summary>Keeps the dispatcher going: looks for what is due every few seconds, and on at once where there was something.</summary>
internal sealed class CommunicationDispatcherService(
    CommunicationDispatcher dispatcher, MailOptions mail, ILogger<CommunicationDispatcherService> logger) : BackgroundWorker("Sending scheduled communications", logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (mail.Host is null)
            logger.LogInformation("No mail server is configured; e-mail goes into the folder {Folder}", Path.GetFullPath(mail.PickupFolder));
        return base.StartAsync(cancellationToken);
    }

    protected override Task<int> WorkAsync(CancellationToken ct) => dispatcher.RunOnceAsync(ct);

    protected override Task RestAsync(int done, CancellationToken ct) => done > 0 ? Task.CompletedTask : Task.Delay(LookEvery, ct);
}
