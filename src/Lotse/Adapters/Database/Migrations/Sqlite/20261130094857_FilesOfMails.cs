using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FilesOfMails : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "aside_at",
                table: "files_to_forget",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "look_at",
                table: "files_to_forget",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "raw_mail_files",
                columns: table => new
                {
                    sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    raw_mail_id = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_raw_mail_files", x => new { x.sha256, x.raw_mail_id });
                    table.ForeignKey(
                        name: "FK_raw_mail_files_raw_mails_raw_mail_id",
                        column: x => x.raw_mail_id,
                        principalTable: "raw_mails",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_ticket_links_other_ticket_id",
                table: "ticket_links",
                column: "other_ticket_id");

            migrationBuilder.CreateIndex(
                name: "ix_problem_tickets_contact_id",
                table: "problem_tickets",
                column: "contact_id");

            migrationBuilder.CreateIndex(
                name: "ix_files_to_forget_look_at_sha256",
                table: "files_to_forget",
                columns: new[] { "look_at", "sha256" });

            migrationBuilder.CreateIndex(
                name: "ix_automatic_mails_ticket_id",
                table: "automatic_mails",
                column: "ticket_id");

            migrationBuilder.CreateIndex(
                name: "ix_raw_mail_files_raw_mail_id",
                table: "raw_mail_files",
                column: "raw_mail_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "raw_mail_files");

            migrationBuilder.DropIndex(
                name: "ix_ticket_links_other_ticket_id",
                table: "ticket_links");

            migrationBuilder.DropIndex(
                name: "ix_problem_tickets_contact_id",
                table: "problem_tickets");

            migrationBuilder.DropIndex(
                name: "ix_files_to_forget_look_at_sha256",
                table: "files_to_forget");

            migrationBuilder.DropIndex(
                name: "ix_automatic_mails_ticket_id",
                table: "automatic_mails");

            migrationBuilder.DropColumn(
                name: "aside_at",
                table: "files_to_forget");

            migrationBuilder.DropColumn(
                name: "look_at",
                table: "files_to_forget");
        }
    }
}
