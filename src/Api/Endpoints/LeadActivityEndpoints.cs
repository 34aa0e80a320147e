using Crm.Application.Leads;

namespace Crm.Api.Endpoints;

internal sealed class LeadActivityEndpoints : IEndpoints
{
    /// <summary>A batch of 1,000 activities with browser data exceeds the default limit.</summary>
    private const long MaxBatchBytes = 4 * RequestBody.MaxBytes;

    private static readonly TagDescription Tag = new("Lead activities", "What a lead did, such as visits and downloads.");

    public static void Map(IEndpointRouteBuilder app)
    {
        var activities = app.MapCollection("leads/{id:guid}/activities", Tag);
        activities.MapGet("/", List).Lists<ListLeadActivities, LeadActivityRow>(
            ListLeadActivities.Spec, "listLeadActivities", "List a lead's activities");
        activities.MapPost("/", Create).Creates<CreateLeadActivity, LeadActivityView>("createLeadActivity", "Add an activity to a lead");
        activities.MapGet("/{activityId:guid}", Get).Reads<GetLeadActivity, LeadActivityView>(
            "getLeadActivity", "Get an activity of a lead");
        app.MapCollection("lead-activities", Tag).MapPost("/batch", CreateMany)
            .Changes<CreateLeadActivities, LeadActivitiesCreated>(
                "createLeadActivities", "Add up to 1000 activities to any leads, all or none")
            .WithMetadata(new BodyLimitMetadata(MaxBatchBytes));
    }

    private static Task<IResult> List(Guid id, UseCaseSender useCases) => useCases.ListAsync(input => new ListLeadActivities(id, input));

    private static Task<IResult> Create(Guid id, Body<CreateLeadActivity> body, UseCaseSender useCases) =>
        useCases.CreateAsync(body.Value with { LeadId = id }, activity => $"/api/leads/{id}/activities/{activity}");

    private static Task<IResult> Get(Guid id, Guid activityId, UseCaseSender useCases) =>
        useCases.QueryAsync(new GetLeadActivity(id, activityId));

    private static Task<IResult> CreateMany(Body<CreateLeadActivities> body, UseCaseSender useCases) => useCases.CommandAsync(body.Value);
}
