namespace Crm.Api.Tests.Timelines;

public sealed class ListContactTimelineTests : TimelineTest
{
    [Test]
    public async Task Tasks_communications_and_notes_are_newest_first_with_related_names()
    {
        var contact = await ContactAsync();
        var other = await ContactAsync();
        var task = await TaskAsync(new { title = "Call Jo", type = "CALL", contactId = contact, description = new string('x', 600) });
        await NoteAsync(new { title = "Elsewhere", content = "C", contactId = other });
        var mail = await CommunicationAsync(
            new { type = "EMAIL", subject = "Offer", content = "Hello", direction = "INBOUND", contactId = contact });
        var note = await NoteAsync(new { title = "Likes tea", content = "Green", type = "CALL_NOTES", contactId = contact });

        var page = (await Admin.GetAsync($"/api/contacts/{contact}/timeline?count=exact")).Is(200);

        Assert.That(page.Items.Select(EntryOf),
            Is.EqualTo(new Entry[] { new("NOTE", note), new("COMMUNICATION", mail), new("TASK", task) }));
        Assert.That(page["count"].GetInt64(), Is.EqualTo(3));
        var last = page.Items[2];
        Assert.That(last.GetProperty("title").GetString(), Is.EqualTo("Call Jo"));
        Assert.That(last.GetProperty("kind").GetString(), Is.EqualTo("CALL"));
        Assert.That(last.GetProperty("status").GetString(), Is.EqualTo("PENDING"));
        Assert.That(last.GetProperty("text").GetString(), Has.Length.EqualTo(500));
        Assert.That(last.GetProperty("contactName").GetString(), Is.EqualTo("Jo Doe"));
        Assert.That(page.Items[1].GetProperty("status").GetString(), Is.EqualTo("DELIVERED"));
        Assert.That(page.Items[0].GetProperty("userId").GetGuid(), Is.EqualTo(Admin.Id));
    }

    [Test]
    public async Task A_task_moves_to_its_completion_time_and_back_when_it_is_reopened()
    {
        var contact = await ContactAsync();
        var task = await TaskAsync(new { title = "Call", contactId = contact });
        var note = await NoteAsync(new { content = "C", contactId = contact });
        Clock.Advance(TimeSpan.FromMinutes(1));
        (await Admin.PatchAsync($"/api/tasks/{task}/complete", new { })).Is(200);
        Assert.That(await EntriesAsync($"contacts/{contact}/timeline"), Is.EqualTo(new Entry[] { new("TASK", task), new("NOTE", note) }));
        (await Admin.PatchAsync($"/api/tasks/{task}", new { status = "PENDING" })).Is(200);
        Assert.That(await EntriesAsync($"contacts/{contact}/timeline"), Is.EqualTo(new Entry[] { new("NOTE", note), new("TASK", task) }));
    }

    [Test]
    public async Task It_is_filtered_by_type_and_time_and_sorted_in_both_directions()
    {
        var contact = await ContactAsync();
        var task = await TaskAsync(new { title = "T", contactId = contact });
        var between = Clock.Now;
        var mail = await CommunicationAsync(new { type = "MEETING", contactId = contact });
        var note = await NoteAsync(new { content = "C", contactId = contact });
        var path = $"contacts/{contact}/timeline";

        Assert.That(await EntriesAsync($"{path}?types=NOTE,TASK"), Is.EqualTo(new Entry[] { new("NOTE", note), new("TASK", task) }));
        Assert.That(await EntriesAsync($"{path}?types[ne]=NOTE&sort=at"),
            Is.EqualTo(new Entry[] { new("TASK", task), new("COMMUNICATION", mail) }));
        Assert.That(await EntriesAsync($"{path}?types=STAGE_CHANGE"), Is.Empty);
        Assert.That(await EntriesAsync($"{path}?at[gt]={between:yyyy-MM-ddTHH:mm:ss.ffffff}Z&types=COMMUNICATION"),
            Is.EqualTo(new Entry[] { new("COMMUNICATION", mail) }));
        (await Admin.GetAsync($"/api/{path}?types=MEETING")).IsProblem(400, "invalid_parameter");
        (await Admin.GetAsync($"/api/{path}?type=NOTE")).IsProblem(400, "unknown_parameter");
    }

    [Test]
    public async Task Pages_have_each_entry_once_even_with_equal_times()
    {
        var contact = await ContactAsync();
        var all = new List<Guid>();
        for (var i = 0; i < 9; i++)
        {
            var (collection, body) = (i % 3) switch
            {
                0 => ("tasks", (object)new { title = "T", contactId = contact }),
                1 => ("notes", new { content = "C", contactId = contact }),
                _ => ("communications", new { type = "MEETING", contactId = contact }),
            };
            all.Add((await Admin.PostAsync($"/api/{collection}", body)).Is(201).Id);
        }

        var seen = new List<Guid>();
        for (var cursor = ""; ;)
        {
            var page = (await Admin.GetAsync($"/api/contacts/{contact}/timeline?limit=2{cursor}")).Is(200);
            seen.AddRange(page.Items.Select(i => i.GetProperty("id").GetGuid()));
            if (page.NextCursor is null)
                break;
            cursor = $"&cursor={page.NextCursor}";
        }

        Assert.That(seen, Is.Unique);
        Assert.That(seen, Is.EquivalentTo(all));
        var first = (await Admin.GetAsync($"/api/contacts/{contact}/timeline?limit=2")).Is(200).NextCursor;
        (await Admin.GetAsync($"/api/contacts/{contact}/timeline?types=NOTE&cursor={first}")).IsProblem(400, "cursor_mismatch");
        (await Admin.GetAsync($"/api/contacts/{await ContactAsync()}/timeline?cursor={first}")).IsProblem(400, "cursor_mismatch");
    }

    [Test]
    public async Task A_private_note_is_shown_to_its_creator_and_to_users_with_readPrivate()
    {
        var contact = await ContactAsync();
        var creator = await UserAsync();
        var note = await NoteAsync(new { content = "Between us", isPrivate = true, contactId = contact }, creator);
        var path = $"contacts/{contact}/timeline";

        Assert.That(await EntriesAsync(path, creator), Is.EqualTo(new Entry[] { new("NOTE", note) }));
        Assert.That(await EntriesAsync(path), Is.EqualTo(new Entry[] { new("NOTE", note) }), "the administrator may read private notes");
        var colleague = await UserWithAsync("""{"contacts": ["read"], "notes": ["read"]}""");
        Assert.That(await EntriesAsync(path, colleague), Is.Empty);
        Assert.That((await colleague.GetAsync($"/api/{path}?count=exact")).Is(200)["count"].GetInt64(), Is.Zero);
        (await creator.PatchAsync($"/api/notes/{note}", new { isPrivate = false })).Is(200);
        Assert.That(await EntriesAsync(path, colleague), Is.EqualTo(new Entry[] { new("NOTE", note) }));
    }

    [Test]
    public async Task Activities_outside_the_scope_of_their_kind_are_left_out()
    {
        var contact = await ContactAsync();
        var user = await UserWithAsync("""{"contacts": ["read"], "tasks": {"read": "own", "create": "all"}}""");
        await TaskAsync(new { title = "Another's", contactId = contact });
        await NoteAsync(new { content = "C", contactId = contact });
        var mine = await TaskAsync(new { title = "Mine", contactId = contact }, user);
        Assert.That(await EntriesAsync($"contacts/{contact}/timeline", user), Is.EqualTo(new Entry[] { new("TASK", mine) }));
        var stranger = await UserWithAsync("""{"contacts": {"read": "own"}, "tasks": ["read"]}""");
        (await stranger.GetAsync($"/api/contacts/{contact}/timeline")).IsProblem(404, "contact_not_found");
        (await (await UserWithAsync("""{"tasks": ["read"]}""")).GetAsync($"/api/contacts/{contact}/timeline")).IsProblem(
            403, "right_missing");
    }

    [Test]
    public async Task Deleted_records_leave_the_timeline_and_return_when_restored()
    {
        var contact = await ContactAsync();
        var note = await NoteAsync(new { content = "C", contactId = contact });
        (await Admin.DeleteAsync($"/api/notes/{note}")).Is(204);
        Assert.That(await EntriesAsync($"contacts/{contact}/timeline"), Is.Empty);
        (await Admin.PostAsync($"/api/notes/{note}/restore")).Is(200);
        Assert.That(await EntriesAsync($"contacts/{contact}/timeline"), Is.EqualTo(new Entry[] { new("NOTE", note) }));
        (await Admin.DeleteAsync($"/api/contacts/{contact}")).Is(204);
        (await Admin.GetAsync($"/api/contacts/{contact}/timeline")).IsProblem(404, "contact_not_found");
    }

    [Test]
    public async Task A_task_moves_with_its_subject()
    {
        var (from, to) = (await ContactAsync(), await ContactAsync());
        var task = await TaskAsync(new { title = "T", contactId = from });
        (await Admin.PatchAsync($"/api/tasks/{task}", new { contactId = to })).Is(200);
        Assert.That(await EntriesAsync($"contacts/{from}/timeline"), Is.Empty);
        Assert.That(await EntriesAsync($"contacts/{to}/timeline"), Is.EqualTo(new Entry[] { new("TASK", task) }));
    }
}
