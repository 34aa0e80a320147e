using Crm.Api.Hosting;

return await CrmProgram.RunAsync(args);
